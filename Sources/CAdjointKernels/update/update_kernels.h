// The optimizer updates of one instruction set, for float and double.
#include "../vector/float32_begin.h"
#include "update_template.h"
#include "../vector/type_end.h"

#include "../vector/float64_begin.h"
#include "update_template.h"
#include "../vector/type_end.h"
