# Published run: YOLOv5 n to x on COCO, 300 epochs, one V100, 1 to 8 days (ultralytics/yolov5 README).
from ultralytics import YOLO

model = YOLO("yolov5n.yaml")
results = model.train(data="coco.yaml", epochs=300, batch=128, imgsz=640, device=0)
metrics = model.val()
print(metrics.box.map)
