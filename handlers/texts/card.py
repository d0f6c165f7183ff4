"""What stands on a verdict card and on the buttons under it."""

from __future__ import annotations

from knowledge.schema import Stage, Status, Verdict

VERDICT_LABELS = {
    Verdict.PROHIBITED: "⛔ DILARANG",
    Verdict.ALLOWED: "✅ BOLEH",
    Verdict.CONDITIONAL: "⚠️ BOLEH DENGAN SYARAT / BERGANTUNG",
    Verdict.INFORMATION: "ℹ️ INFORMASI",
}
VERDICT_SHORT = {
    Verdict.PROHIBITED: "⛔ Dilarang",
    Verdict.ALLOWED: "✅ Boleh",
    Verdict.CONDITIONAL: "⚠️ Bergantung",
    Verdict.INFORMATION: "ℹ️ Informasi",
}
STAGE_LABELS = {
    Stage.BEFORE_NOMINATION: "sebelum calon ditetapkan (bakal calon)",
    Stage.AFTER_NOMINATION: "setelah calon ditetapkan",
    Stage.CAMPAIGN: "masa kampanye",
    Stage.QUIET_PERIOD: "masa tenang",
    Stage.VOTING_DAY: "hari pemungutan suara",
    Stage.AFTER_ELECTION: "sesudah pemilihan",
}
STATUS_LABELS = {
    Status.IN_FORCE: "berlaku",
    Status.AMENDED: "berlaku, sudah diubah",
    Status.REPEALED: "sudah dicabut",
}
HEADLINE_CLARIFY = "❓ PERLU DIPERJELAS"
HEADLINE_NOT_FOUND = "🔍 BELUM DITEMUKAN"
HEADLINE_SOURCES = "📄 DARI SUMBER"
LABEL_STAGE = "Tahap"
LABEL_CONDITIONS = "Yang menentukan"
LABEL_PARTS = "Bagian lain dari pertanyaan Anda"
LABEL_VIEWS = "Pandangan berbeda"
LABEL_SANCTION = "Sanksi"
LABEL_BASIS = "Dasar"
LABEL_PROVISIONS = "Isi ketentuan (ringkasan)"
LABEL_CHOICES = "Yang mana yang Anda maksud?"
SECONDARY = "sumber sekunder"
DEGRADED = "Pencarian makna sedang tidak tersedia; jawaban ini hanya berdasarkan kata."
DISCLAIMER = "Informasi umum, bukan nasihat hukum."
REVIEWED = "Ditinjau {date}."
STAGE_DECIDES = (
    "Sanksinya bergantung pada tahap: apakah orang itu masih bakal calon atau sudah ditetapkan "
    "sebagai calon."
)
BUTTON_STAGES = {
    Stage.BEFORE_NOMINATION: "Masih bakal calon",
    Stage.AFTER_NOMINATION: "Sudah ditetapkan",
}
BUTTON_SOURCES = "📚 Sumber"
BUTTON_SHARE = "📤 Bagikan"
BUTTON_COPY = "📋 Salin dasar hukum"
BUTTON_USEFUL = "👍"
BUTTON_NOT_USEFUL = "👎"
