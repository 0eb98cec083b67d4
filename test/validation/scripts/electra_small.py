# Published run: ELECTRA small, 1M steps, one V100, about 4 days (google-research/electra README).
import tensorflow as tf
from transformers import AutoTokenizer, ElectraConfig, TFElectraForMaskedLM

TRAIN_STEPS = 1_000_000
BATCH_SIZE = 128
MAX_SEQ_LENGTH = 128

config = ElectraConfig.from_pretrained("google/electra-small-discriminator")
model = TFElectraForMaskedLM(config)
tokenizer = AutoTokenizer.from_pretrained("google/electra-small-discriminator")
files = tf.io.gfile.glob("pretrain_tfrecords/*.tfrecord")
features = {
    "input_ids": tf.io.FixedLenFeature([MAX_SEQ_LENGTH], tf.int64),
    "labels": tf.io.FixedLenFeature([MAX_SEQ_LENGTH], tf.int64),
}
dataset = (
    tf.data.TFRecordDataset(files)
    .map(lambda record: tf.io.parse_single_example(record, features))
    .repeat()
    .shuffle(10000)
    .batch(BATCH_SIZE)
)
optimizer = tf.keras.optimizers.Adam(5e-4)


@tf.function
def train_step(batch):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(batch, training=True).loss)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


step = 0
for batch in dataset.take(TRAIN_STEPS):
    loss = train_step(batch)
    step += 1
    if step % 1000 == 0:
        print(step, float(loss))
