"""The Dispatch page: requests that wait, the officers' day on a time line."""
