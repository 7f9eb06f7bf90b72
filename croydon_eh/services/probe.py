"""Exit 0 when the web of this container answers /readyz (for docker-compose.yml).

python -m croydon_eh.services.probe
"""

import os
import sys
import urllib.error
import urllib.request


def main():
    request = urllib.request.Request(f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz")
    request.add_header("Host", os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0])
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
