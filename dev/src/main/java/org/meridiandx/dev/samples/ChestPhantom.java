package org.meridiandx.dev.samples;

import java.util.Random;

/// Draws a chest out of ellipses, in Hounsfield units.
final class ChestPhantom {

    private static final short AIR = -1000;
    private static final short TISSUE = 40;
    private static final short LUNG = -820;
    private static final short BONE = 650;
    private static final short NODULE = 60;
    private static final double HALF = 0.5;

    private ChestPhantom() {}

    /// One axial slice.
    ///
    /// @param index from 0 at the bottom
    /// @param count how many slices there are
    /// @param size rows and columns
    static short[] slice(int index, int count, int size) {
        var noise = new Random(index);
        var pixels = new short[size * size];
        double height = (double) index / (count - 1);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double x = (column + HALF) / size * 2 - 1;
                double y = (row + HALF) / size * 2 - 1;
                pixels[row * size + column] = (short) (tissue(x, y, height) + noise.nextInt(24) - 12);
            }
        }
        return pixels;
    }

    /// A view from the front: the mean along each ray.
    static short[] projection(int size) {
        var pixels = new short[size * size];
        for (int row = 0; row < size; row++) {
            double height = 1 - (double) row / (size - 1);
            for (int column = 0; column < size; column++) {
                double x = (column + HALF) / size * 2 - 1;
                int sum = 0;
                for (int depth = 0; depth < size; depth++) {
                    sum += tissue(x, (depth + HALF) / size * 2 - 1, height);
                }
                pixels[row * size + column] = (short) (sum / size);
            }
        }
        return pixels;
    }

    private static short tissue(double x, double y, double height) {
        double lung = 0.34 - 0.16 * Math.abs(height - 0.45);
        if (!new Ellipse(0, 0, 0.9, 0.62).holds(x, y)) {
            return AIR;
        }
        if (new Ellipse(0, 0.42, 0.11, 0.12).holds(x, y)
                || !new Ellipse(0, 0, 0.84, 0.56).holds(x, y) && rib(x, y, height)) {
            return BONE;
        }
        if (Math.abs(height - 0.6) < 0.12 && new Ellipse(-0.5, -0.1, 0.06, 0.06).holds(x, y)) {
            return NODULE;
        }
        if (new Ellipse(-0.42, 0, lung, 0.42).holds(x, y) || new Ellipse(0.42, 0, lung, 0.42).holds(x, y)) {
            return LUNG;
        }
        return TISSUE;
    }

    private static boolean rib(double x, double y, double height) {
        return Math.sin(Math.atan2(y, x) * 9 + height * 20) > 0.55;
    }

    private record Ellipse(double centreX, double centreY, double radiusX, double radiusY) {
        boolean holds(double x, double y) {
            double a = (x - centreX) / radiusX;
            double b = (y - centreY) / radiusY;
            return a * a + b * b <= 1;
        }
    }
}
