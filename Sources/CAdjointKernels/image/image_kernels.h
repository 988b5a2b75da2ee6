// The image kernels of one instruction set, for float and double.
#include "../vector/float32_begin.h"
#include "../vector/math_template.h"
#include "pool_template.h"
#include "depthwise_template.h"
#include "channel_template.h"
#include "../vector/type_end.h"

#include "../vector/float64_begin.h"
#include "../vector/math_template.h"
#include "pool_template.h"
#include "depthwise_template.h"
#include "channel_template.h"
#include "../vector/type_end.h"
