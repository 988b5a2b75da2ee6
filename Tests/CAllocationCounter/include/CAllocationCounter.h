// Counts the heap allocations of the calling thread, by standing in for the C library's allocator in test programs.
#pragma once
#include <stdbool.h>
#include <stddef.h>

/// Whether allocations are counted on this platform and in this build (not under a sanitizer).
bool allocation_counter_is_available(void);

/// The number of malloc, calloc, realloc and aligned allocations the calling thread has made.
size_t allocation_counter_count(void);
