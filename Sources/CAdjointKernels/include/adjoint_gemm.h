// General matrix multiplication.
#pragma once
