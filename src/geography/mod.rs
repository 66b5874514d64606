//! stub
pub mod catchment; pub mod gazetteer;
