# Published run: DDPM on CIFAR-10, 800,000 steps of 128, TPU v3-8, 10.6 hours (Ho et al. 2020, arXiv 2006.11239, appendix B).
import torch
import torch.nn.functional as F
import torch_xla.core.xla_model as xm
from diffusers import DDPMScheduler, UNet2DModel
from torchvision import datasets, transforms

STEPS = 800_000
BATCH = 16  # of each of the 8 cores

device = xm.xla_device()
data = datasets.CIFAR10(
    "data",
    train=True,
    transform=transforms.Compose(
        [transforms.RandomHorizontalFlip(), transforms.ToTensor(), transforms.Normalize(0.5, 0.5)]
    ),
)
loader = torch.utils.data.DataLoader(data, batch_size=BATCH, shuffle=True, drop_last=True)
model = UNet2DModel.from_pretrained("google/ddpm-cifar10-32").to(device)
schedule = DDPMScheduler(num_train_timesteps=1000)
optimizer = torch.optim.Adam(model.parameters(), lr=2e-4)


def forever(batches):
    while True:
        yield from batches


samples = forever(loader)
for step in range(STEPS):
    images, _ = next(samples)
    images = images.to(device)
    noise = torch.randn_like(images)
    timesteps = torch.randint(0, 1000, (images.shape[0],), device=device)
    noisy = schedule.add_noise(images, noise, timesteps)
    loss = F.mse_loss(model(noisy, timesteps).sample, noise)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    xm.mark_step()
