-- What the server may do. It owns nothing, and the audit log is append-only for it.
GRANT USAGE ON SCHEMA seamwright, seamwright_ops TO ${appRole}, ${operatorRole};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA seamwright TO ${appRole};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA seamwright TO ${appRole};
GRANT SELECT, INSERT, UPDATE, DELETE ON seamwright_ops.scheduled_tasks TO ${appRole};
GRANT SELECT ON seamwright_ops.flyway_schema_history TO ${appRole};
REVOKE UPDATE, DELETE, TRUNCATE ON seamwright.audit_entry FROM ${appRole};
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON seamwright.workspace FROM ${appRole};
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA seamwright_ops FROM PUBLIC;
REVOKE ALL ON ALL PROCEDURES IN SCHEMA seamwright_ops FROM PUBLIC;
GRANT SELECT, INSERT ON seamwright.workspace TO ${operatorRole};
GRANT USAGE ON SEQUENCE seamwright.workspace_workspace_id_seq TO ${operatorRole};
