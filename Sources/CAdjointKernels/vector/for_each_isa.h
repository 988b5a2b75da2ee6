// Compiles the file named by ISA_SOURCE once per instruction set. Inside, ISA is the set's name and FN() / ISA_NAME()
// make names that carry it. No include guard: a family includes this file once per source of its own.
#define ISA portable
#include ISA_SOURCE
#undef ISA

#if defined(__x86_64__)
#define ISA avx2
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include ISA_SOURCE
#pragma clang attribute pop
#undef ISA

#define ISA avx512
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#include ISA_SOURCE
#pragma clang attribute pop
#undef ISA
#endif
