#pragma once

#include "adjoint_crc32c.h"
