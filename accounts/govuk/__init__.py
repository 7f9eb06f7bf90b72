"""GOV.UK Frontend markup from Django's own form rendering: renderer, widgets, fields, forms."""
