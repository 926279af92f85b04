"""What people read when they put a point on the agenda, in French and in Spanish."""

from __future__ import annotations

FRENCH = (
    (
        "Français",
        "Ajouter un point",
        "Égalité de genre",
        "Chaque mois, même jour",
        "Dans 2 semaines",
        "Un rappel 3 jours avant",
    ),
    "Le premier samedi de chaque mois · un rappel 3 jours avant",
    "samedi 2 janvier 2027 à 14:30",
    "Mettre à l’ordre du jour",
    "Sur papier (PDF)",
)
SPANISH = (
    (
        "Español",
        "Agregar un punto",
        "Igualdad de género",
        "Cada mes, mismo día",
        "En 2 semanas",
        "Un recordatorio 3 días antes",
    ),
    "El primer sábado de cada mes · un recordatorio 3 días antes",
    "sábado 2 de enero de 2027, 14:30 h",
    "Poner en el orden del día",
    "En papel (PDF)",
)
