/** The bare page of the dashboard: what may run in it, and the places that its script fills. */

export interface PageParts {
  /** Addresses inside the webview. */
  readonly script: string;
  readonly style: string;
  /** Of the webview, for the policy. */
  readonly source: string;
  readonly nonce: string;
}

/** Nothing inline, nothing remote: one script with a nonce, one style sheet of ours. */
export function pageHtml({ script, style, source, nonce }: PageParts): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Carbon Hints</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main id="dashboard" aria-busy="true"><p class="note">Loading…</p></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
