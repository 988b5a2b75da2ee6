// Binds the generic names of the vector templates to float: T, V (16 lanes), I (integers of that width).
#define SUFFIX f32
#define T float
#define V adjoint_f32x16
#define I adjoint_i32x16
#define IT int32_t
#define LANES 16
#define MANTISSA_BITS 23
#define EXPONENT_BIAS 127
#define K(f32, f64) (f32)
#define IS_F32 1
