"""What happens later: deliveries, e-mails, exports."""
