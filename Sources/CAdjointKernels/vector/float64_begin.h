// Binds the generic names of the vector templates to double: T, V (8 lanes), I (integers of that width).
#define SUFFIX f64
#define T double
#define V adjoint_f64x8
#define I adjoint_i64x8
#define IT int64_t
#define LANES 8
#define MANTISSA_BITS 52
#define EXPONENT_BIAS 1023
#define K(f32, f64) (f64)
#define IS_F32 0
