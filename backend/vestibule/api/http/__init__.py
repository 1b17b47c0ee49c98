"""HTTP bodies, problems, routing and the OpenAPI document."""
