// Umbrella header of the C kernels: one line per family.
#pragma once

#include "adjoint_cpu.h"
#include "adjoint_elementwise.h"
#include "adjoint_gemm.h"
#include "adjoint_image.h"
#include "adjoint_random.h"
#include "adjoint_reduce.h"
#include "adjoint_rows.h"
#include "adjoint_strided.h"
#include "adjoint_types.h"
#include "adjoint_update.h"
#include "adjoint_crc32c.h"
