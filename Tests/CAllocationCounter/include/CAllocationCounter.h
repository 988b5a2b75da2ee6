// Counts heap allocations, by standing in for the C library's allocator in test programs.
#pragma once
#include <stdbool.h>
#include <stddef.h>

/// Whether allocations are counted on this platform and in this build (not under a sanitizer).
bool allocation_counter_is_available(void);

/// The number of malloc, calloc, realloc and aligned allocations the calling thread has made.
size_t allocation_counter_count(void);

/// Begins to look for the largest amount of memory held: what is held now counts as none.
void allocation_counter_begin(void);

/// The largest number of bytes held by all threads at one time since allocation_counter_begin(), beyond what was held then.
size_t allocation_counter_peak(void);
