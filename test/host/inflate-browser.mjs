// node inflate-browser.mjs
//
// Unpacks the browser of @sparticuz/chromium. A process of its own, because the package reads two variables once, at import: the
// browser goes to TMPDIR, and its shared libraries come along only where AWS_LAMBDA_JS_RUNTIME names a runtime of Amazon Linux.
import chromium from "@sparticuz/chromium";

console.log(await chromium.executablePath());
