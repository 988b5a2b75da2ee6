#if defined(__linux__)
#define _GNU_SOURCE  // sched_getaffinity
#include <sched.h>
#endif
#include <unistd.h>

#include "adjoint_cpu.h"

long adjoint_cpu_count(void) {
#if defined(__linux__)
    // Room for 8192 processors; the kernel refuses a set that is smaller than its own.
    unsigned long mask[8192 / (8 * sizeof(unsigned long))] = {0};
    if (sched_getaffinity(0, sizeof mask, (cpu_set_t *)mask) == 0) {
        long count = 0;
        for (unsigned i = 0; i < sizeof mask / sizeof mask[0]; ++i) { count += __builtin_popcountl(mask[i]); }
        if (count > 0) { return count; }
    }
#endif
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? online : 1;
}
