"""The record of acts: written, put into words, verified, sealed, archived."""
