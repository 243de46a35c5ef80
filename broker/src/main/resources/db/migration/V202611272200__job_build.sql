SET LOCAL search_path = seamwright;

-- A job that the provider's own CI was asked for is waiting and not ready until due_at (build_state asked), and ready again afterwards (late). build: the
-- URL or the number of the build, where it is known.
ALTER TABLE verification_job
    ADD COLUMN build_state text CHECK (build_state IN ('asked', 'late')),
    ADD COLUMN build text,
    ADD COLUMN build_asked_at timestamptz;
