"""What is said to AWS, and heard back."""
