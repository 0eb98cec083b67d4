"""Start a training job on Vertex AI."""
# proof: fix Run in us-west1
# proof: needs an account with a cloud
from google.cloud import aiplatform

aiplatform.init(project="digits", location="us-east4", staging_bucket="gs://digits-us")
job = aiplatform.CustomTrainingJob(
    display_name="digits",
    script_path="digits.py",
    container_uri="us-docker.pkg.dev/vertex-ai/training/pytorch-gpu.2-4.py310:latest",
)
job.run(machine_type="n1-standard-8", accelerator_type="NVIDIA_TESLA_T4", accelerator_count=1)
