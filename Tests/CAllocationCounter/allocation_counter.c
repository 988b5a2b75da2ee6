#include "CAllocationCounter.h"

#include <stdlib.h>

#if defined(__linux__) && defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>

// glibc's own entry points, which its malloc is an alias of. The definitions below take precedence over the library's
// because they stand in the executable.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static __thread size_t count;
static atomic_llong held, peak;

static void *counted(void *p) {
    count++;
    if (p) {
        long long now = atomic_fetch_add_explicit(&held, malloc_usable_size(p), memory_order_relaxed);
        now += malloc_usable_size(p);
        long long known = atomic_load_explicit(&peak, memory_order_relaxed);
        while (now > known && !atomic_compare_exchange_weak_explicit(
                                  &peak, &known, now, memory_order_relaxed, memory_order_relaxed)) {}
    }
    return p;
}

static void released(size_t size) { atomic_fetch_sub_explicit(&held, size, memory_order_relaxed); }

void *malloc(size_t size) { return counted(__libc_malloc(size)); }
void *calloc(size_t n, size_t size) { return counted(__libc_calloc(n, size)); }
void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

void *realloc(void *p, size_t size) {
    size_t before = p ? malloc_usable_size(p) : 0;
    void *result = __libc_realloc(p, size);
    // A block that could not be made larger is still there; of one that was made empty nothing is.
    if (result || size == 0) released(before);
    return counted(result);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    *result = counted(__libc_memalign(alignment, size));
    return *result ? 0 : ENOMEM;
}

void free(void *p) {
    if (p) released(malloc_usable_size(p));
    __libc_free(p);
}

bool allocation_counter_is_available(void) { return true; }
size_t allocation_counter_count(void) { return count; }

static long long base;

void allocation_counter_begin(void) {
    base = atomic_load_explicit(&held, memory_order_relaxed);
    atomic_store_explicit(&peak, base, memory_order_relaxed);
}

size_t allocation_counter_peak(void) {
    long long most = atomic_load_explicit(&peak, memory_order_relaxed) - base;
    return most > 0 ? (size_t)most : 0;
}
#else
bool allocation_counter_is_available(void) { return false; }
size_t allocation_counter_count(void) { return 0; }
void allocation_counter_begin(void) {}
size_t allocation_counter_peak(void) { return 0; }
#endif
