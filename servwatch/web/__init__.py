"""What readers reach of the service from outside, behind the house's own web server."""
