// Umbrella header of the C kernels: one line per family.
#pragma once

#include "adjoint_cpu.h"
#include "adjoint_gemm.h"
