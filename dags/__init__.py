"""When: thin Airflow DAGs over `etl.pipeline`. No arithmetic and no file format lives here."""
