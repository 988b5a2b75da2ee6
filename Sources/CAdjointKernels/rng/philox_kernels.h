// The random streams of one instruction set.
#include "../vector/float32_begin.h"
#include "../vector/math_template.h"
#include "../vector/type_end.h"

#include "../vector/float64_begin.h"
#include "../vector/math_template.h"
#include "../vector/type_end.h"

#include "philox_template.h"
