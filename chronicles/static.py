"""Static files under names that change with their content, so that browsers keep them for ever."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashes `import` in JavaScript modules too, and compresses by gzip only (brotli takes 47 s)."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        # Before the first `collectstatic` there is no manifest, and files keep their own names.
        return super().stored_name(name) if self.hashed_files else name

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return super().create_compressor(**kwargs, use_brotli=False)
