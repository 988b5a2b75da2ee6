// The unary functions of one instruction set, for float and double.
#include "../vector/float32_begin.h"
#include "../vector/math_template.h"
#include "unary_template.h"
#include "../vector/type_end.h"

#include "../vector/float64_begin.h"
#include "../vector/math_template.h"
#include "unary_template.h"
#include "../vector/type_end.h"
