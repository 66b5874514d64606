DROP TABLE grant_recipients;
DROP TABLE grants;
