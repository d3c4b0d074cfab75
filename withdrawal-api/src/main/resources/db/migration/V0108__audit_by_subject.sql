-- What was done to one withdrawal or application, newest first.
CREATE INDEX audit_entry_by_subject ON audit_entry (subject, id);
