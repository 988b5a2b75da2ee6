#pragma once
/// Picks the variant of `name` for an instruction set chosen at run time.
#if defined(__x86_64__)
#define ADJOINT_SELECT_ISA(isa, name)                                                                                  \
    ((isa) == ADJOINT_VECTOR_AVX512 ? name##_avx512 : (isa) == ADJOINT_VECTOR_AVX2 ? name##_avx2 : name##_portable)
#else
#define ADJOINT_SELECT_ISA(isa, name) ((void)(isa), name##_portable)
#endif
