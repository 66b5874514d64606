//! Which listings are likely one service, and making one of two.
