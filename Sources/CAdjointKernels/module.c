#include "CAdjointKernels.h"
