"""The only addresses that a statement can load: our fonts, and the photos of the job."""

from collections.abc import Sequence

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from workers.statements import fonts


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Answers `rvs:font/…` and `rvs:photo/…`; anything else ends the document at once."""

    def __init__(self, photos: Sequence[bytes] = ()) -> None:
        super().__init__(allowed_protocols=("rvs",), allow_redirects=False, fail_on_errors=True)
        self._photos = photos

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes of an own asset. The refusal does not repeat the address: it may be a name."""
        kind, _, name = url.removeprefix("rvs:").partition("/")
        try:
            match kind:
                case "font":
                    return URLFetcherResponse(url, fonts.content(name))
                case "photo":
                    return URLFetcherResponse(url, self._photos[int(name)])
        except (KeyError, IndexError, ValueError) as error:
            raise FatalURLFetchingError("unknown asset") from error
        raise FatalURLFetchingError("statements fetch nothing")
