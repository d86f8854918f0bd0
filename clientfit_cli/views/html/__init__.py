"""What the HTML templates read beside a page: account sections, the weekly report, mail."""
