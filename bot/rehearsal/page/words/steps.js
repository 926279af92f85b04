// What the stories say of their steps: told in English by the stories, and here in the other languages of the page.

const fr = {
  "A group is set up in two taps": "Un groupe est configuré en deux touches",
  "The facilitator opens a round": "L’animatrice ouvre un tour",
  "Members answer in private, each in their language": "Les membres répondent en privé, dans leur langue",
  "A week later the round closes, and the wheel is there": "Une semaine après, le tour se ferme et la roue est là",
  "Whoever taps too late is told so; nothing changes": "Qui touche trop tard l’apprend ; rien ne change",
  "A member asks for the wheel at any time, and gets it at once": "On peut demander la roue à tout moment, et l’avoir aussitôt",
  "Three groups speak three languages; four people read in private":
    "Trois groupes parlent trois langues ; quatre personnes lisent en privé",
  "A coordinator writes an announcement below a photo, and says for whom":
    "Une coordinatrice écrit une annonce sous une photo et dit pour qui",
  "A version in French, one in Spanish": "Une version en français, une en espagnol",
  "She sees it as it will arrive, and sends it": "Elle la voit telle qu’elle arrivera, et l’envoie",
  "Telegram asks for patience; she pauses, and goes on": "Telegram demande de patienter ; elle fait une pause, puis reprend",
  "The report says where it arrived, and where it did not": "Le bilan dit où elle est arrivée, et où non",
  "The French text was wrong: it is changed wherever it stands": "Le texte français était faux : il est corrigé partout",
  "A group with topics gets its wheel": "Un groupe à sujets obtient sa roue",
  "What shall we talk about? First of what went well": "De quoi parler ? D’abord de ce qui va bien",
  "People talk, and keep of their own words what should be kept": "On parle, et chaque personne garde de ses mots ce qui le mérite",
  "Whoever facilitates pins it, and has it asked each week what people have tried":
    "L’animation l’épingle et fait demander chaque semaine ce qui a été essayé",
  "The week after, the question comes by itself": "La semaine d’après, la question vient d’elle-même",
  "It gets a better name, and is closed with what it has brought": "Elle reçoit un meilleur titre et se clôt sur ce qu’elle a apporté",
  "The list shows what was talked about, and how much was kept": "La liste montre de quoi on a parlé et combien a été gardé",
  "Whoever facilitates begins a workshop in the group": "L’animation commence un atelier dans le groupe",
  "Everybody taps on the same message, and nobody sees what the others tap":
    "Tout le monde touche le même message, et personne ne voit le choix des autres",
  "The level is shown; a tap that comes too late changes nothing": "Le niveau est montré ; un choix trop tardif ne change rien",
  "They talk, agree on a level, say why, and which one they want next time":
    "On parle, on convient d’un niveau, on dit pourquoi et lequel on souhaite la prochaine fois",
  "It pauses for a night; in the morning somebody else goes on": "Une pause pour la nuit ; au matin, quelqu’un d’autre reprend",
  "Theme by theme to the end, and the wheel is there": "Thème après thème jusqu’à la fin, et la roue est là",
  "Another group is four people with one phone: they agree aloud, and no one's level is known":
    "Un autre groupe : quatre personnes, un téléphone ; elles conviennent à voix haute, et nul niveau n’est celui d’une personne",
  "A group opens its first round": "Un groupe ouvre son premier tour",
  "Who has not answered is reminded twice, in private": "Qui n’a pas répondu reçoit deux rappels, en privé",
  "Three actions are planned below the wheel, and a meeting every quarter":
    "Trois actions sont prévues sous la roue, et une réunion par trimestre",
  "A week ahead they are brought to mind: one is stuck, one goes to other hands":
    "Une semaine avant, un rappel : une action est bloquée, une autre change de mains",
  "On their day two are done, by a tap each": "Le jour venu, deux sont faites, d’une touche chacune",
  "One is heard of no more: kindly, and then whoever looks after the plan is told":
    "De l’une, plus de nouvelles : des rappels aimables, puis un mot à l’équipe d’animation",
  "The meeting has it on its sheet, also on paper, and finds another day":
    "La réunion l’a sur sa feuille, aussi sur papier, et trouve une autre date",
  "In the next year's round all is asked again": "Au tour de l’année suivante, tout est redemandé",
  "The wheel has moved, and says what answered it": "La roue a bougé, et dit ce qui a été fait",
};

const es = {
  "A group is set up in two taps": "Un grupo se configura con dos toques",
  "The facilitator opens a round": "La facilitadora abre una ronda",
  "Members answer in private, each in their language": "Cada integrante responde en privado, en su idioma",
  "A week later the round closes, and the wheel is there": "Una semana después se cierra la ronda y la rueda está lista",
  "Whoever taps too late is told so; nothing changes": "A quien toca demasiado tarde se le avisa; nada cambia",
  "A member asks for the wheel at any time, and gets it at once": "Se puede pedir la rueda en cualquier momento, y llega al instante",
  "Three groups speak three languages; four people read in private":
    "Tres grupos hablan tres idiomas; cuatro personas leen en privado",
  "A coordinator writes an announcement below a photo, and says for whom":
    "Una coordinadora escribe un anuncio bajo una foto y dice para quién",
  "A version in French, one in Spanish": "Una versión en francés, otra en español",
  "She sees it as it will arrive, and sends it": "Lo ve tal como llegará, y lo envía",
  "Telegram asks for patience; she pauses, and goes on": "Telegram pide paciencia; ella hace una pausa y sigue",
  "The report says where it arrived, and where it did not": "El informe dice adónde llegó y adónde no",
  "The French text was wrong: it is changed wherever it stands": "El texto francés tenía un error: se corrige en todas partes",
  "A group with topics gets its wheel": "Un grupo con temas recibe su rueda",
  "What shall we talk about? First of what went well": "¿De qué hablar? Primero, de lo que va bien",
  "People talk, and keep of their own words what should be kept": "La gente conversa y guarda de sus palabras lo que vale la pena",
  "Whoever facilitates pins it, and has it asked each week what people have tried":
    "Quien facilita la ancla y hace preguntar cada semana qué se ha probado",
  "The week after, the question comes by itself": "A la semana siguiente, la pregunta llega sola",
  "It gets a better name, and is closed with what it has brought": "Recibe un título mejor y se cierra con lo que ha dejado",
  "The list shows what was talked about, and how much was kept": "La lista muestra de qué se habló y cuánto se guardó",
  "Whoever facilitates begins a workshop in the group": "Quien facilita empieza un taller en el grupo",
  "Everybody taps on the same message, and nobody sees what the others tap":
    "Todo el mundo toca el mismo mensaje, y nadie ve lo que eligen los demás",
  "The level is shown; a tap that comes too late changes nothing": "Se muestra el nivel; un toque tardío no cambia nada",
  "They talk, agree on a level, say why, and which one they want next time":
    "Conversan, acuerdan un nivel, dicen por qué y cuál desean la próxima vez",
  "It pauses for a night; in the morning somebody else goes on": "Una pausa por la noche; por la mañana sigue otra persona",
  "Theme by theme to the end, and the wheel is there": "Tema por tema hasta el final, y la rueda está lista",
  "Another group is four people with one phone: they agree aloud, and no one's level is known":
    "Otro grupo son cuatro personas con un teléfono: acuerdan en voz alta, y no se sabe el nivel de nadie",
  "A group opens its first round": "Un grupo abre su primera ronda",
  "Who has not answered is reminded twice, in private": "A quien no ha respondido se le recuerda dos veces, en privado",
  "Three actions are planned below the wheel, and a meeting every quarter":
    "Se planean tres acciones bajo la rueda, y una reunión por trimestre",
  "A week ahead they are brought to mind: one is stuck, one goes to other hands":
    "Una semana antes, un recordatorio: una acción se atasca, otra pasa a otras manos",
  "On their day two are done, by a tap each": "En su día, dos quedan hechas con un toque cada una",
  "One is heard of no more: kindly, and then whoever looks after the plan is told":
    "De una no hay noticias: recordatorios amables, y luego un aviso a quien cuida el plan",
  "The meeting has it on its sheet, also on paper, and finds another day":
    "La reunión la tiene en su hoja, también en papel, y encuentra otra fecha",
  "In the next year's round all is asked again": "En la ronda del año siguiente se pregunta todo de nuevo",
  "The wheel has moved, and says what answered it": "La rueda se ha movido y dice qué se hizo",
};

export default { fr, es };
