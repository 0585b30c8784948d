"""A healthcheck for the guests in Python: asks one URL, and fails unless the answer is 200. Run: python probe.py URL"""

import sys
import urllib.request

with urllib.request.urlopen(sys.argv[1], timeout=3) as answer:
    sys.exit(answer.status != 200)
