"""The Web API: one module for each family of methods, with scopes, arguments and rates checked first."""
