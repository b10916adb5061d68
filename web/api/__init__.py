"""The JSON API for other programs, under ``/api/v1``; described by its own OpenAPI document."""
