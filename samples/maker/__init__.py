"""Makes every sample from a content model: `python -m samples.maker --out DIR`."""
