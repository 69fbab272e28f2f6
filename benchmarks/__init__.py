"""Speed, memory, calibration and accuracy, measured: each module prints a table and tells by its exit code."""
