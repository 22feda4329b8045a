"""The pages. Each view loads through `visible_to` or `reachable_by`, and renders."""
