package org.meridiandx.identity.tokens;

import java.math.BigInteger;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;

/// The public point of an EC private key: a PKCS#8 file need not hold it, and Java does not
/// tell it.
///
/// Worked out once per key file. **Source:** SEC 1, 2.2.1 and 3.2.1.
final class EcPoint {
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private EcPoint() {}

    static ECPoint of(BigInteger secret, ECParameterSpec parameters) {
        var curve = parameters.getCurve();
        var point = ECPoint.POINT_INFINITY;
        for (var bit = secret.bitLength() - 1; bit >= 0; bit--) {
            point = add(point, point, curve);
            if (secret.testBit(bit)) {
                point = add(point, parameters.getGenerator(), curve);
            }
        }
        return point;
    }

    private static ECPoint add(ECPoint one, ECPoint two, EllipticCurve curve) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return two;
        }
        if (two.equals(ECPoint.POINT_INFINITY)) {
            return one;
        }
        var prime = ((java.security.spec.ECFieldFp) curve.getField()).getP();
        BigInteger slope;
        if (one.getAffineX().equals(two.getAffineX())) {
            if (!one.getAffineY().equals(two.getAffineY())) {
                return ECPoint.POINT_INFINITY;
            }
            var rise = one.getAffineX().pow(2).multiply(THREE).add(curve.getA());
            slope = rise.multiply(one.getAffineY().multiply(TWO).modInverse(prime));
        } else {
            var rise = two.getAffineY().subtract(one.getAffineY());
            slope = rise.multiply(
                    two.getAffineX().subtract(one.getAffineX()).mod(prime).modInverse(prime));
        }
        var x = slope.multiply(slope)
                .subtract(one.getAffineX())
                .subtract(two.getAffineX())
                .mod(prime);
        var y = slope.multiply(one.getAffineX().subtract(x))
                .subtract(one.getAffineY())
                .mod(prime);
        return new ECPoint(x, y);
    }
}
